/** Town, degrees north and east, and how much provision it has against the others: the spread of England, roughly. */
const table = `
  Norwich 52.63 1.30 16|King's Lynn 52.75 0.40 7|Great Yarmouth 52.61 1.73 7|Thetford 52.41 0.75 5
  Dereham 52.68 0.94 4|Cromer 52.93 1.30 4|Wymondham 52.57 1.12 3|Ipswich 52.06 1.16 6|Lowestoft 52.48 1.75 4
  Bury St Edmunds 52.25 0.71 3|Cambridge 52.21 0.12 6|Peterborough 52.57 -0.24 7|Wisbech 52.66 0.16 2
  Colchester 51.89 0.90 6|Chelmsford 51.74 0.47 6|Southend 51.54 0.71 5|Basildon 51.57 0.46 5|Harlow 51.77 0.09 3
  Luton 51.88 -0.42 6|Bedford 52.14 -0.47 4|Milton Keynes 52.04 -0.76 7|Northampton 52.24 -0.90 6
  Kettering 52.40 -0.73 3|Leicester 52.64 -1.13 10|Nottingham 52.95 -1.15 10|Derby 52.92 -1.48 7|Mansfield 53.14 -1.20 4
  Lincoln 53.23 -0.54 4|Boston 52.98 -0.03 2|Grimsby 53.57 -0.08 4|Hull 53.74 -0.34 7|York 53.96 -1.08 4
  Scarborough 54.28 -0.40 2|Leeds 53.80 -1.55 16|Bradford 53.79 -1.75 13|Wakefield 53.68 -1.50 7|Huddersfield 53.65 -1.78 7
  Sheffield 53.38 -1.47 13|Rotherham 53.43 -1.36 6|Doncaster 53.52 -1.13 7|Barnsley 53.55 -1.48 5|Chesterfield 53.24 -1.43 3
  Manchester 53.48 -2.24 17|Salford 53.49 -2.29 7|Stockport 53.41 -2.16 6|Oldham 53.54 -2.12 6|Rochdale 53.62 -2.16 5
  Bolton 53.58 -2.43 6|Wigan 53.55 -2.63 6|Warrington 53.39 -2.60 5|Liverpool 53.41 -2.98 13|Birkenhead 53.39 -3.02 6
  Southport 53.65 -3.01 3|Preston 53.76 -2.70 6|Blackpool 53.82 -3.05 5|Blackburn 53.75 -2.48 5|Lancaster 54.05 -2.80 3
  Carlisle 54.90 -2.93 3|Barrow 54.11 -3.23 2|Newcastle 54.97 -1.61 9|Sunderland 54.91 -1.38 7|Durham 54.78 -1.58 5
  Middlesbrough 54.57 -1.23 6|Darlington 54.53 -1.55 3|Stoke 53.00 -2.18 7|Stafford 52.81 -2.12 3|Shrewsbury 52.71 -2.75 3
  Telford 52.68 -2.45 4|Wolverhampton 52.59 -2.13 8|Birmingham 52.48 -1.89 26|Dudley 52.51 -2.08 7|Walsall 52.59 -1.98 6
  Coventry 52.41 -1.51 8|Worcester 52.19 -2.22 3|Hereford 52.06 -2.72 2|Gloucester 51.86 -2.24 4|Bristol 51.45 -2.59 11
  Bath 51.38 -2.36 3|Swindon 51.56 -1.78 5|Oxford 51.75 -1.26 5|Reading 51.45 -0.97 6|Slough 51.51 -0.59 4
  Croydon 51.37 -0.10 10|Camden 51.54 -0.14 10|Hackney 51.55 -0.06 10|Lewisham 51.45 -0.02 9|Ealing 51.51 -0.31 9
  Barking 51.54 0.08 8|Maidstone 51.27 0.52 6|Brighton 50.82 -0.14 6|Southampton 50.91 -1.40 6|Plymouth 50.37 -4.14 5
  Portsmouth 50.80 -1.09 5|Exeter 50.72 -3.53 4|Truro 50.26 -5.05 3
`;

/** 95 invented districts around real towns; the codes are of no district in England. */
export const districts = table
  .trim()
  .split(/[|\n]/)
  .map((entry, i) => {
    const [, name, latitude, longitude, weight] = /^\s*(.+) (\S+) (\S+) (\S+)$/.exec(entry);
    const number = String(i + 1);
    return {
      name,
      code: `E99${number.padStart(6, '0')}`,
      authorityCode: String(100 + i),
      latitude: Number(latitude),
      longitude: Number(longitude),
      weight: Number(weight),
    };
  });

/** A point near a town, so many kilometres away on average in each direction; six decimals, about ten centimetres. */
export function pointNear(random, { latitude, longitude }, kilometres) {
  const degree = 111;
  const north = (random.scatter() * kilometres) / degree;
  const east = (random.scatter() * kilometres) / (degree * Math.cos((latitude * Math.PI) / 180));
  return {
    latitude: Number((latitude + north).toFixed(6)),
    longitude: Number((longitude + east).toFixed(6)),
  };
}
