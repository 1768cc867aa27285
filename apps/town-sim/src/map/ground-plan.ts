/**
 * The ground plan of Valmont-sur-Loire, a town that does not exist: streets, river, squares, greens
 * and the buildings that have a name. Metres east and north of the middle of the town hall square.
 */

export type Spot = readonly [east: number, north: number];

export interface PlannedStreet {
  readonly name: string;
  readonly kind: 'main-street' | 'street' | 'lane' | 'bridge' | 'railway' | 'path';
  readonly line: readonly Spot[];
  readonly widthM: number;
  /** Houses stand along it. */
  readonly houses: boolean;
}

export interface PlannedArea {
  readonly name: string | null;
  readonly kind: 'river' | 'island' | 'green' | 'square' | 'car-park' | 'public-building';
  readonly outline: readonly Spot[];
}

function street(
  name: string,
  kind: PlannedStreet['kind'],
  widthM: number,
  line: readonly Spot[],
  houses = true,
): PlannedStreet {
  return { name, kind, widthM, line, houses };
}

export const streets: readonly PlannedStreet[] = [
  street(
    'Quai de Loire',
    'main-street',
    9,
    [
      [-620, 150],
      [-380, 138],
      [-120, 128],
      [120, 128],
      [380, 140],
      [640, 165],
    ],
    false,
  ),
  street(
    'Pont de Valmont',
    'bridge',
    10,
    [
      [-60, 128],
      [-84, 420],
    ],
    false,
  ),
  street('Rue du Pont', 'main-street', 9, [
    [-60, 128],
    [-44, 40],
  ]),
  street('Rue du Marché', 'street', 8, [
    [40, -6],
    [120, -14],
    [228, -32],
  ]),
  street('Rue des Mariniers', 'street', 7, [
    [40, 30],
    [150, 44],
    [260, 52],
    [380, 60],
  ]),
  street('Grande Rue', 'main-street', 9, [
    [-44, -10],
    [-160, -24],
    [-300, -44],
    [-470, -60],
    [-640, -70],
  ]),
  street('Rue Jules-Ferry', 'street', 8, [
    [-160, -24],
    [-182, -130],
    [-196, -236],
  ]),
  street('Rue de la Gare', 'main-street', 9, [
    [0, -44],
    [30, -160],
    [70, -290],
    [110, -430],
  ]),
  street('Avenue des Tilleuls', 'main-street', 10, [
    [-400, -250],
    [-196, -236],
    [50, -222],
    [220, -206],
    [420, -190],
  ]),
  street('Rue des Vignes', 'street', 7, [
    [-300, -44],
    [-322, -150],
    [-340, -246],
  ]),
  street('Rue du Beffroi', 'lane', 5, [
    [-44, 22],
    [-150, 30],
    [-260, 40],
  ]),
  street('Venelle du Four', 'lane', 4, [
    [-150, 30],
    [-146, 128],
  ]),
  street('Rue du Port', 'street', 7, [
    [150, 44],
    [144, 128],
  ]),
  street('Rue des Halles', 'street', 7, [
    [228, -32],
    [240, -120],
    [220, -206],
  ]),
  street('Rue de l’Abreuvoir', 'lane', 5, [
    [380, 60],
    [390, 140],
  ]),
  street('Rue du Clos', 'street', 7, [
    [228, -32],
    [340, -40],
    [470, -36],
    [600, -20],
  ]),
  street('Boulevard du Sud', 'main-street', 10, [
    [-420, -400],
    [-180, -410],
    [110, -430],
    [330, -440],
    [560, -430],
  ]),
  street('Rue des Jardins', 'street', 7, [
    [420, -190],
    [440, -90],
    [470, -36],
  ]),
  street('Chemin des Prés', 'lane', 5, [
    [-400, -250],
    [-410, -330],
    [-420, -400],
  ]),
  street('Rue des Écoles', 'street', 7, [
    [-196, -236],
    [-188, -330],
    [-180, -410],
  ]),
  street('Rue Victor-Hugo', 'street', 7, [
    [220, -206],
    [260, -320],
    [330, -440],
  ]),
  street(
    'Ligne de la vallée',
    'railway',
    6,
    [
      [-700, -560],
      [-300, -545],
      [100, -530],
      [400, -522],
      [720, -520],
    ],
    false,
  ),
  street(
    'Promenade des Mariniers',
    'path',
    4,
    [
      [-600, 172],
      [-380, 160],
      [-120, 150],
      [120, 150],
      [380, 162],
      [620, 186],
    ],
    false,
  ),
  street(
    'Allée du Parc',
    'path',
    3,
    [
      [-560, -110],
      [-500, -180],
      [-430, -220],
    ],
    false,
  ),
];

function area(
  kind: PlannedArea['kind'],
  name: string | null,
  outline: readonly Spot[],
): PlannedArea {
  return { kind, name, outline };
}

function block(
  kind: PlannedArea['kind'],
  name: string | null,
  [east, north]: Spot,
  [wide, deep]: readonly [number, number],
): PlannedArea {
  return area(kind, name, [
    [east - wide / 2, north - deep / 2],
    [east + wide / 2, north - deep / 2],
    [east + wide / 2, north + deep / 2],
    [east - wide / 2, north + deep / 2],
  ]);
}

export const areas: readonly PlannedArea[] = [
  area('river', 'La Loire', [
    [-900, 195],
    [-620, 186],
    [-380, 172],
    [-120, 160],
    [120, 160],
    [380, 174],
    [640, 200],
    [900, 240],
    [900, 470],
    [640, 430],
    [380, 402],
    [120, 384],
    [-120, 384],
    [-380, 398],
    [-620, 420],
    [-900, 450],
  ]),
  area('island', 'Île aux Saules', [
    [180, 270],
    [260, 256],
    [380, 268],
    [450, 292],
    [380, 318],
    [260, 312],
    [200, 296],
  ]),
  area('island', 'Banc de sable', [
    [-420, 300],
    [-330, 290],
    [-260, 300],
    [-330, 318],
  ]),
  area('green', 'Rive nord', [
    [-900, 460],
    [-380, 404],
    [120, 390],
    [640, 436],
    [900, 476],
    [900, 640],
    [-900, 640],
  ]),
  area('green', 'Parc du Château', [
    [-640, -90],
    [-480, -84],
    [-420, -110],
    [-424, -230],
    [-560, -236],
    [-640, -200],
  ]),
  area('green', 'Mail des Tilleuls', [
    [-150, -228],
    [30, -216],
    [30, -200],
    [-150, -212],
  ]),
  area('green', 'Stade municipal', [
    [470, -260],
    [600, -250],
    [596, -380],
    [466, -390],
  ]),
  area('green', 'Jardins ouvriers', [
    [480, -60],
    [600, -50],
    [600, -150],
    [490, -160],
  ]),
  area('green', 'Prairie de la gare', [
    [-420, -430],
    [-120, -440],
    [-120, -520],
    [-420, -530],
  ]),
  area('green', null, [
    [-44, 136],
    [-44, 148],
    [110, 148],
    [110, 136],
  ]),
  block('square', 'Place de la Mairie', [0, 0], [80, 76]),
  block('square', 'Parvis de l’école', [-218, -180], [30, 44]),
  block('square', 'Place de la Gare', [116, -470], [90, 50]),
  area('car-park', 'Parking des Halles', [
    [246, -60],
    [330, -66],
    [334, -126],
    [254, -124],
  ]),
  block('car-park', 'Parking de la gare', [220, -480], [70, 34]),
  block('public-building', 'Hôtel de ville', [0, 52], [52, 18]),
  block('public-building', 'Beffroi', [0, 66], [9, 9]),
  block('public-building', 'Les Halles', [292, -146], [64, 24]),
  block('public-building', 'École Jules-Ferry', [-246, -184], [22, 60]),
  block('public-building', 'Gare de Valmont', [116, -504], [68, 14]),
  block('public-building', 'Poste de police municipale', [66, -40], [24, 18]),
  block('public-building', 'Église Saint-Nicolas', [-98, 66], [40, 20]),
  block('public-building', 'Médiathèque', [-20, -252], [44, 24]),
  block('public-building', 'Centre de secours', [390, -160], [42, 26]),
  area('public-building', 'Château', [
    [-590, -120],
    [-550, -116],
    [-552, -150],
    [-566, -151],
    [-565, -136],
    [-592, -138],
  ]),
];
